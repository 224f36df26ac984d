"""How the demo units usually are: the weights behind the made-up figures of 2018.

Changing anything here changes single units but never the national sums. Turnover is in thousands of kroner,
staff in tenths of a full-time post.
"""

FUNDERS = ("eu", "state", "region", "other")
LARGEST, SMALLEST = ("clean", 54_320), ("bigscience", 2_874)
OTHERS_FROM, OTHERS_TO = 3_150, 47_500
# From this turnover on a unit lacks less and less.
SELDOM_LACKING = 10_000
USUAL_TURNOVER = {
    ("cluster", "gold"): 22_000,
    ("cluster", "silver"): 14_000,
    ("cluster", "bronze"): 10_000,
    ("network", "gold"): 6_500,
    ("network", "silver"): 5_600,
    ("network", "bronze"): 4_900,
}
STAFF_TOTALS = {"network": 480, "cluster": 3_282}
TURNOVER_PER_POST = (550, 2_200)
UNITS_WITH_FEES = 23
# Per kind of unit, in the order of FUNDING: usual share of the turnover, chance of having none of it.
FUNDING_HABITS = {
    "cluster": ((30, 20, 13, 2, 13, 18, 5), (0, 0.1, 0.15, 0.3, 0, 0.2, 0.3)),
    "network": ((60, 6, 3, 2, 18, 7, 4), (0, 0.45, 0.6, 0.5, 0, 0.45, 0.4)),
}
# Per code: what its weight grows with, how much of the weight is the same for all units, the spread of the
# noise around 1, and the chance of having none. Wholes come before their parts.
HABITS = {
    "companies": ("turnover", 0.35, 0.50, 0),
    "companies_small": ("companies", 0, 0.14, 0),
    "dedicated_companies": ("companies", 0, 0.55, 0),
    "knowledge_institutions": ("turnover", 0.60, 0.60, 0),
    "public_actors": ("turnover", 0.40, 0.75, 0),
    "matchmaking_companies": ("companies", 0.05, 0.45, 0),
    "international_companies": ("companies", 0.05, 0.75, 0),
    "collaborations_cluster": ("turnover", 0.60, 0.75, 0.08),
    "collaborations_knowledge": ("turnover", 0.45, 0.80, 0.18),
    "collaborations_b2b": ("companies", 0.40, 0.85, 0.22),
    "applications_eu": ("turnover", 0.30, 0.80, 0.30),
    "applications_state": ("turnover", 0.60, 0.80, 0.28),
    "applications_region": ("turnover", 0.40, 0.80, 0.40),
    "applications_other": ("turnover", 0.50, 0.80, 0.50),
    **{f"applications_funded_{funder}": (f"applications_{funder}", 0, 0.45, 0.10) for funder in FUNDERS},
    "project_companies": ("companies", 0.10, 0.70, 0.03),
    "project_companies_small": ("project_companies", 0, 0.15, 0),
    "first_time_companies": ("project_companies", 0, 0.70, 0.08),
    "first_time_companies_small": ("first_time_companies", 0, 0.10, 0),
    "network_companies": ("companies", 0.10, 0.80, 0.12),
    "network_companies_small": ("network_companies", 0, 0.15, 0),
    "courses_developed": ("turnover", 0.60, 0.70, 0.55),
    "course_companies": ("courses_developed", 0, 0.60, 0.10),
    "newsletters": ("turnover", 2.0, 0.60, 0),
    "press_releases": ("turnover", 1.0, 0.80, 0.05),
    "media_mentions": ("turnover", 0.25, 0.85, 0),
    "new_contacts": ("companies", 0.10, 0.60, 0),
    "new_competences": ("companies", 0, 0.55, 0),
    "new_competences_small": ("new_competences", 0, 0.15, 0),
    "new_ideas": ("companies", 0, 0.65, 0),
    "new_ideas_small": ("new_ideas", 0, 0.15, 0),
    "new_products": ("companies", 0, 0.75, 0.03),
    "new_products_small": ("new_products", 0, 0.15, 0),
}
# Per kind of fee: the chance that a unit with fee income has it.
FEE_CHANCES = {
    "fees_companies": 1,
    "fees_knowledge": 1,
    "fees_ministries": 0.22,
    "fees_regions": 0.40,
    "fees_municipalities": 0.60,
    "fees_other": 0.50,
}
# Three quarters of what knowledge institutions pay are fees: this multiplies their share in units with fees.
KNOWLEDGE_FEES = 6
