window.addEventListener("load", () => SwaggerUIBundle({ url: "openapi.json", dom_id: "#swagger-ui" }));
