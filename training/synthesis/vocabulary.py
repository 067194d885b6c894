"""Word lists of the generators: what tables of statistics, science and finance are written with. No real document is copied."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


def _entries(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split("|")]


FUNCTION_WORDS = _words("""
the of and in to a for with by on at from is are was were that this as or be which has have not between their its an other than all more
most under over per also after during within among both each these those may can will
""")

PLAIN_WORDS = _words("""
number rate total level share value growth change increase decrease average median sample group study survey result analysis model
method data source report program programme service system policy market price cost income revenue expenditure budget school student
teacher child women men population household region country state district county city area public private national local federal
central general special annual monthly quarterly current constant recent previous estimated projected reported selected adjusted
weighted relative absolute annualised significant available different similar high low large small new old long short early late major
minor primary secondary tertiary medical clinical patient treatment control disease risk factor effect response dose age sex weight
height pressure blood serum plasma tissue cell gene protein expression sequence mutation infection bacteria virus antibody water soil
air energy fuel oil gas coal electricity power transport road rail vehicle aircraft vessel export import trade industry manufacturing
agriculture construction employment labour labor worker wage hour job training education health care hospital insurance pension tax
benefit security loan debt asset liability equity share dividend interest cash operating investment financing property equipment
inventory goodwill amortization depreciation provision reserve contract customer supplier product production consumption quality
standard requirement measure indicator index ratio percentage distribution frequency mean deviation error interval confidence test
variable parameter coefficient estimate observation period year month week day time date name type class category item description
status code unit size length width volume speed temperature depth distance land crop forest fish meat milk wheat development research
project activity management administration department agency office institution organisation authority member partner applicant
respondent participant provider company firm bank enterprise business consumer user network information technology communication
internet digital software hardware document record application process procedure assessment evaluation review monitoring inspection
enforcement regulation directive agreement decision recommendation implementation improvement reduction expansion maintenance support
access capacity demand supply performance efficiency environment climate emission waste recycling protection safety accident injury
death birth mortality fertility migration
""")

PROSE_WORDS = (
    PLAIN_WORDS
    + FUNCTION_WORDS * 6
    + _words("""
was found were used shows shown compared based reported included observed increased decreased remained according provided given related
associated following described presented however therefore although while since because figure table section respectively approximately
less greater least about only first second
""")
)

HEADER_NOUNS = _words("""
Total Number Percent Percentage Rate Mean Median Range Year Value Amount Share Change Population Country State Region Group Category
Type Description Name Code Source Age Sex Male Female Public Private Control Treatment Cases Controls Patients Sample Size Unit Units
Date Period Cost Budget Actual Estimate Projected Revenue Income Expenses Assets Net Gross Domestic Imported Exports Imports Employment
Unemployment Enrollment Students Teachers Schools Households Area Density Length Weight Height Temperature Dose Response Score Index
Ratio Level Status Location Parameter Variable Characteristic Method Model Test Result Results Reference Comments Notes Remarks Action
Agency Program Activity Indicator Target Baseline Outcome Measure Frequency Count Proportion Average Minimum Maximum SD SE CI OR HR
Coefficient Error t-value P-value n N % Quarter Month Day Week Balance Shares Price Yield Maturity Principal Interest Tax Service
Product Market Segment Company Title Position Party Votes Seats Grade Level Species Genus Gene Protein Primer Sequence Position Symbol
Function Strain Isolate Host Site Station Depth Requirement Standard Limit Threshold Volume Capacity Power Energy Fuel Emissions Water
Waste Land Fish Crop Wheat Rank
""")

HEADER_PHRASES = tuple(
    tuple(entry.split())
    for entry in _entries("""
Number of cases|Number of patients|No. of deaths|Number of schools|Percent of total|Percent change|% of total| Per capita GNP|Total (in
millions)|Amount (in thousands)|Mean (SD)|Mean ± SD|95% CI|OR (95% CI)|Odds ratio|P value|p-value| Sample size|Unit of measure|Age
group|Age (years)|Level of education|Type of service|Date of birth|Fair value|Carrying amount| Weighted average|Net income|Gross
margin|Operating income|Cost per unit|Average annual growth|Years ended December 31,| Year ended June 30|Three months ended|For the year
ended|As of March 31|At 31 December|Fiscal year|School year|Full time| Part time|Retail sales per outlet|Share of market|All ages|Under
25|65 and over|Both sexes|White, non-Hispanic|Rural areas| Urban areas|Current dollars|Constant dollars|In current prices|Intervention
group|Control group|Before treatment|After treatment| Body mass index|Follow-up (months)|Crude OR|Adjusted OR|Standard error|Degrees of
freedom|Sum of squares|F statistic| Reason for change|Item property|Member State|Competent authority|Implementation date|Legal
basis|Name of project| Responsible agency|Start date|End date|Estimated cost|Funding source|To air|To water|To land|Threshold for
releases| Change from prior year|Increase (decrease)|Percentage points|Index, 1990 = 100|Rate per 100,000|Number per 1,000| State
included scores of students|Alternate assessments based on grade-level standards|Average of other estimates| Number of retail
outlets|Value of food sales|Growth in total retail volume|Reported by hospitals|Not reported| Total number of respondents|Proportion of
households with access|Number of member states|Companies analysed| Length (mm)|Weight (kg)|Depth (m)|Temp. (°C)|Dose (mg/kg)|Conc.
(µg/ml)|Time (min)|Distance (km)|Area (ha)|Price (EUR)
""")
)

SPANNER_PHRASES = tuple(
    tuple(entry.split())
    for entry in _entries("""
Number of teachers|Number of new hires|Control|Current expenditures|Constant 2010 dollars|Current dollars| Years ended December 31,|Year
Ended December 31|Three Months Ended June 30,|Males|Females|Men|Women|Both sexes|Urban|Rural| Public schools|Private schools|Change from
previous year|Percent change|Percentage of total|Low income|High income| Intervention|Placebo|Treatment group|Control group|Cases (n =
506)|Controls (n = 459)|Premenopausal women|Model 1|Model 2| Model 3|Baseline|Follow-up|Week 4|Week 12|Univariate analysis|Multivariate
analysis|Training set|Test set|Age group (years)| Threshold for releases|How often do you have these symptoms?|How healthy do you think
you are?|Employment by sector|Imports|Exports| Number of cases|Confirmed cases|Estimated|Projected|Actual|Fair value measurements
using|Level of evidence|Summary compensation| Option awards|Stock awards|Pension benefits|Other postretirement
benefits|Domestic|International|United States|Europe|Total| Production|Consumption|Quarter ended|First half|Second
half|2007|2008|2009|2010|2011|2012|FY 2009|FY 2010|FY 2011|1995-2000| Gender|Region|Level|Sample|In thousands of tonnes|Relative mRNA
expression|Primary|Secondary|Gross|Net|Area harvested|Yield| Share of persons aged 25 to 64 with at least upper secondary
education|Method A|Method B|Group I|Group II|Phase 1|Phase 2
""")
)

STUB_HEADS = tuple(
    tuple(entry.split())
    for entry in _entries("""
Country|State|Year|Region|Characteristic|Variable|Item|Category|Description|Name|Program|Indicator|Age group|Sector|
Type|Parameter|Gene|Species|Group|Stratified variable|School year|Member State|District Totals|Industry|Product|Measure| Fiscal
year|Kinetic parameter|Sample|Site|Company|Fund|Period|Date|No.|ID|Source of funds|Level of education|Month|City| Characteristics of
respondents|Selected characteristics|State or jurisdiction|Country of birth|Industry and occupation|(Dollars in millions)|(in
thousands)| (In millions, except per share data)
""")
)

COUNTRIES = _entries("""
Austria|Belgium|Bulgaria|Croatia|Cyprus|Czech Republic|Denmark|Estonia|Finland|France|Germany|Greece|Hungary|Iceland|
Ireland|Italy|Latvia|Liechtenstein|Lithuania|Luxembourg|Malta|Netherlands|Norway|Poland|Portugal|Romania|Slovakia|Slovenia|Spain|
Sweden|Switzerland|Turkey|UK|United Kingdom|Albania|Argentina|Australia|Bangladesh|Belgium/Luxembourg|Bolivia|Brazil|Cameroon|
Canada|Chile|China|Colombia|Congo, Dem. Rep.|Costa Rica|Côte d'Ivoire|Ecuador|Egypt|El Salvador|Ethiopia|Ghana|Guatemala| Hong Kong,
China|India|Indonesia|Iran, Islamic Rep.|Israel|Jamaica|Japan|Kenya|Korea, Republic of|Malaysia|Mexico|Morocco|Nepal| New
Zealand|Nigeria|Pakistan|Peru|Philippines|Russian Federation|Saudi Arabia|Singapore|South Africa|Sri Lanka|Tanzania|
Thailand|Tunisia|Uganda|Ukraine|United Arab Emirates|United States|Uruguay|Venezuela|Viet Nam|Zambia|Zimbabwe
""")

STATES = _entries("""
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|Hawaii|
Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|
Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|
Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin| Wyoming
""")

STATE_CODES = _words("""
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
""")

MONTHS = _words("""
January February March April May June July August September October November December
""")
SHORT_MONTHS = _words("""
Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
""")

PERSONS_FIRST = _words("""
John Mary Robert Linda James Anna Peter Maria David Susan Thomas Karen Paul Laura Mark Elena Jan Sofia Luis Wei A. J. M.
""")
PERSONS_LAST = _words("""
Smith Johnson Brown Miller Wilson Moore Taylor Anderson Thomas Jackson Martin Lee Thompson White Harris Clark Lewis Walker Hall Young
King Wright Lopez Hill Scott Green Adams Baker Nelson Carter Müller Schmidt Rossi Novak Kowalski Nguyen
""")

COMPANY_HEADS = _words("""
Global First National United American General Pacific Atlantic Northern Southern Central Allied Standard Advanced Delta Summit Pioneer
Liberty Premier Capital Metro Crown Sterling Horizon Vertex Orion
""")
COMPANY_KINDS = _words("""
Bank Energy Holdings Industries Systems Technologies Partners Financial Insurance Foods Steel Motors Pharma Media Resources Logistics
Group
""")
COMPANY_TAILS = ["Inc.", "Corp.", "LLC", "Ltd", "plc", "AG", "S.A.", "Co.", "& Co."]

GENES = _words("""
BRCA1 TP53 EGFR KRAS MYC PTEN CDK4 GAPDH ACTB IL6 TNF VEGFA HER2 ESR1 CHEK2 ATM MLH1 APOE CFTR FOXP3 STAT3 BAX
""")
SPECIES = _entries("""
E. coli|S. aureus|P. aeruginosa|S. cerevisiae|A. thaliana|D. melanogaster|M. musculus|C. elegans|H. sapiens|B. subtilis| R.
norvegicus|Salmonella spp.|L. monocytogenes|Brucella melitensis|Z. mays|O. sativa
""")

CHEMICALS = _entries("""
Carbon dioxide (CO2)|Methane (CH4)|Nitrous oxide (N2O)|Ammonia|Arsenic and compounds (as As)|Lead|Mercury|Zinc|Benzene|Toluene|
Xylenes|Phenols (as total C)|Total nitrogen|Total phosphorus|Particulate matter (PM10)|Sulphur oxides|1,2-dichloroethane (EDC)|
Trichloroethylene|Hexachlorobenzene (HCB)|Asbestos|Chlorides|Cyanides (as total CN)|DDT|Lindane|Atrazine
""")

FINANCE_ITEMS = _entries("""
Revenues|Net sales|Cost of sales|Cost of goods sold|Gross profit|Selling, general and administrative expenses| Research and
development|Depreciation and amortization|Restructuring charges|Operating income|Interest expense, net|Other income (expense), net|
Income before income taxes|Provision for income taxes|Net income|Net income attributable to common shareholders|Basic earnings per
share| Diluted earnings per share|Cash and cash equivalents|Short-term investments|Accounts receivable, net of allowances|Inventories|
Prepaid expenses and other current assets|Property, plant and equipment, net|Goodwill|Intangible assets, net|Other assets| Accounts
payable|Accrued liabilities|Deferred revenue|Long-term debt, less current portion|Deferred income taxes|Retained earnings| Accumulated
other comprehensive loss|Treasury stock, at cost|Additional paid-in capital|Purchases of property and equipment| Proceeds from issuance
of debt|Repayment of borrowings|Dividends paid|Effect of exchange rate changes on cash|Stock-based compensation| Changes in operating
assets and liabilities, net of effects of acquisitions|Balance at beginning of year|Balance at end of year| Service cost|Interest
cost|Expected return on plan assets|Amortization of prior service cost|Foreign currency translation adjustments| Unrealized gain (loss)
on available-for-sale securities|Corporate bonds|U.S. Treasury securities|Mortgage-backed securities| Commercial real estate
loans|Residential mortgages|Consumer loans|Loans held for sale|Deposits|Federal funds purchased|State and local| Minority
interest|Other, net|Foreign operations|Tax credits|Valuation allowance|Risk-free interest rate|Expected volatility| Expected life (in
years)|Weighted average shares outstanding|Dividend yield|Capital expenditures|Free cash flow
""")

SCIENCE_ITEMS = _entries("""
Age (years)|Age (years [mean ± SD])|Sex (male/female)|Female|Male|Body mass index (kg/m2)|Waist-to-hip ratio|Current smoker| Former
smoker|Never smoked|Hypertension|Diabetes mellitus|Systolic blood pressure (mmHg)|Total cholesterol (mmol/l)|HDL cholesterol|
Triglycerides|Fasting glucose|Creatinine|Hemoglobin (g/dl)|White blood cell count|Tumour size|Nuclear
grade|Positive|Negative|Premenopausal| Postmenopausal|Noncarrier|Carrier|Low expression|High expression|Wild
type|Mutant|Control|Vehicle|Treated|Val/Val|Val/Ala and Ala/Ala|≤ Median| > Median|<50|≥50|T1 (≤2.0 cm)|T2 (>2.0 cm to ≤5.0 cm)|Stage
I|Stage II|Stage III|Grade 1|Grade 2|Grade 3|Well differentiated|Sensitivity (%)| Specificity (%)|Positive predictive
value|Accuracy|Education, lower than middle school (%)|Ever had breast fibroadenoma (%)|Married|Single| Employed|Unemployed|Primary
school|High school|University|Intercept|Time|Group × time|Constant|Observations|Adjusted R-squared|Headache| Stomach-ache|Sleep
problems|Feeling nervous|Back pain|Depression|Anxiety disorder|Chronic fatigue syndrome|Nausea|Vomiting|Fever|Cough| Invasive
ductal|Lobular|Medullary|Total vegetables|Total fruits|Vitamin A|Carotene|Selenium|Fibre|Protein (g/d)|Energy intake (kcal)
""")

GOVERNMENT_ITEMS = _entries("""
All ages|Under 5 years|5 to 9 years|10 to 14 years|15 to 19 years|20 to 24 years|25 to 34 years|35 to 44 years| 45 to 54 years|55 to 64
years|65 years and over|White|Black or African American|Hispanic or Latino|Asian|Two or more races|Northeast|Midwest| South|West|Less
than high school|High school graduate|Some college, no degree|Bachelor's degree or higher|Management, professional, and related| Service
occupations|Sales and office|Natural resources, construction, and maintenance|Production, transportation, and material moving|
Agriculture, forestry, fishing and hunting|Mining, quarrying, and oil and gas extraction|Construction|Manufacturing|Wholesale trade|
Retail trade|Transportation and warehousing|Utilities|Information|Finance and insurance|Real estate and rental and leasing|
Professional, scientific, and technical services|Educational services|Health care and social assistance|Accommodation and food services|
Public administration|Property tax|Sales tax|Individual income tax|Corporate income tax|Intergovernmental revenue|Charges and
fees|Elementary| Secondary|Public|Private|Cases charged|Defendants charged|No prison term|1-12 Months|13-24 Months|25-36 Months|60+
Months|Cash payments| Pension funds|Imports of goods|Exports of goods|Passenger
cars|Trucks|Buses|Motorcycles|Bicycles|Rail|Air|Domestic|Foreign|Owner occupied| Renter occupied|Vacant|Food and beverages|Alcohol and
tobacco|Clothing and footwear|Housing, water, electricity, gas and other fuels| Furnishings and household
equipment|Health|Transport|Communications|Recreation and culture|Restaurants and hotels|Miscellaneous goods and services|Federal Cloud
Computing/Data Center Consolidation|Printed Publications Services and Citizen Outreach
""")

SECTION_TITLES = _entries("""
Actual|Projected|Demographic factors|Major risk factors|All subjects|Stratified analyses by menopausal status|Age (years)|Sex|
Education|Income|Region|Assets|Liabilities|Shareholders' equity|Current assets:|Current liabilities:|Operating activities:| Investing
activities:|Financing activities:|Revenues:|Operating expenses:|Cash flows from operating activities:|Adjustments to reconcile net
income to net cash provided by operating activities:|Males|Females|Both sexes|Urban|Rural|Effectiveness|Processes|Staff|Public
institutions| Private institutions|Panel A: Full sample|Panel B: Subsample|Race and Hispanic origin|Marital status|Employment
status|BMI| Premenopausal women|Postmenopausal women|Nodal metastasis|Oestrogen receptor status|Heavy
metals|Pesticides|Europe|Asia|Africa| Americas|Oceania|European Union|Other countries|First quarter|Second quarter|Third quarter|Fourth
quarter|Part I. General provisions| Years of menstruation|Smoking status|Primary outcome|Secondary outcomes|Adverse events|Fiscal year
ended June 30|Numbers| Percent distribution|Standard errors|Elementary schools|Secondary schools|In thousands|Rates per 1,000
population|2009:|2010:| 2011|2012
""")

TOTAL_WORDS = _entries("""
Total|Total|Total|TOTAL|Average|Mean|All|Subtotal|Total assets|Total liabilities|Total revenues|Total expenses|EU Total|EU-27| EU15
Total|Grand total|All countries|United States|Net total|Overall|Sum|World|Net cash provided by operating activities|Total current assets
""")

UNITS = _words("""
% kg mm cm m km mg g l ml ha t kt Mt MW GWh kWh °C h min s days years EUR USD Hz dB ppm mg/l µg/m3 kg/year number
""")
YES_NO = (
    ("Yes", "No"),
    ("yes", "no"),
    ("Y", "N"),
    ("x", ""),
    ("X", ""),
    ("✓", ""),
    ("●", "○"),
    ("+", "-"),
    ("+", "–"),
    ("Yes", "No"),
    ("•", ""),
)
MISSING_MARKS = (
    "–",
    "—",
    "-",
    "n.a.",
    "N/A",
    "na",
    "NA",
    "...",
    "..",
    "*",
    "(D)",
    "(X)",
    "n/a",
    "ND",
    "--",
    "ns",
    "0",
    ":",
    "(NA)",
    "*****",
    "nil",
    "N.A.",
    "†",
)
SUPERSCRIPTS = ("1", "2", "3", "a", "b", "c", "*", "**", "†", "(1)", "d", "1,2", "‡", "5)")
UNIT_LINES = _entries("""
(in millions)|(In thousands)|(dollars in thousands)|(Percent)|[In thousands]|Million EUR|(in %)|(per cent)|in EUR million| Unit: 1 000
tonnes|(Dollars in millions, except per share amounts)|(unaudited)|Billions of dollars
""")
NOTE_STARTS = _entries("""
Source:|Sources:|Note:|Notes:|NOTE:|SOURCE:|*|**|1|a|1)|(1)|† |Values are|Abbreviations:|— Not available.|n.a. = not available| Data
are|#|CI, confidence interval;
""")
