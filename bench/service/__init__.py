"""The running service under load, on this machine only: hostile files beside a neighbour, throughput, a soak, slow connections."""
