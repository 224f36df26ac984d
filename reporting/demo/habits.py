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
    ("cluster", "gold"): 22_000, ("cluster", "silver"): 14_000, ("cluster", "bronze"): 10_000,
    ("network", "gold"): 6_500, ("network", "silver"): 5_600, ("network", "bronze"): 4_900,
}
STAFF_TOTALS = {"network": 480, "cluster": 3_282}
TURNOVER_PER_POST = (550, 2_200)
UNITS_WITH_FEES = 23
# Per kind of unit, in the order of FUNDING: usual share of the turnover, chance of having none of it.
FUNDING_HABITS = {
    "cluster": ((30, 20, 13, 2, 13, 18, 5), (0, .1, .15, .3, 0, .2, .3)),
    "network": ((60, 6, 3, 2, 18, 7, 4), (0, .45, .6, .5, 0, .45, .4)),
}
# Per code: what its weight grows with, how much of the weight is the same for all units, the spread of the
# noise around 1, and the chance of having none. Wholes come before their parts.
HABITS = {
    "companies": ("turnover", .35, .50, 0),
    "companies_small": ("companies", 0, .14, 0),
    "dedicated_companies": ("companies", 0, .55, 0),
    "knowledge_institutions": ("turnover", .60, .60, 0),
    "public_actors": ("turnover", .40, .75, 0),
    "matchmaking_companies": ("companies", .05, .45, 0),
    "international_companies": ("companies", .05, .75, 0),
    "collaborations_cluster": ("turnover", .60, .75, .08),
    "collaborations_knowledge": ("turnover", .45, .80, .18),
    "collaborations_b2b": ("companies", .40, .85, .22),
    "applications_eu": ("turnover", .30, .80, .30),
    "applications_state": ("turnover", .60, .80, .28),
    "applications_region": ("turnover", .40, .80, .40),
    "applications_other": ("turnover", .50, .80, .50),
    **{f"applications_funded_{funder}": (f"applications_{funder}", 0, .45, .10) for funder in FUNDERS},
    "project_companies": ("companies", .10, .70, .03),
    "project_companies_small": ("project_companies", 0, .15, 0),
    "first_time_companies": ("project_companies", 0, .70, .08),
    "first_time_companies_small": ("first_time_companies", 0, .10, 0),
    "network_companies": ("companies", .10, .80, .12),
    "network_companies_small": ("network_companies", 0, .15, 0),
    "courses_developed": ("turnover", .60, .70, .55),
    "course_companies": ("courses_developed", 0, .60, .10),
    "newsletters": ("turnover", 2.0, .60, 0),
    "press_releases": ("turnover", 1.0, .80, .05),
    "media_mentions": ("turnover", .25, .85, 0),
    "new_contacts": ("companies", .10, .60, 0),
    "new_competences": ("companies", 0, .55, 0),
    "new_competences_small": ("new_competences", 0, .15, 0),
    "new_ideas": ("companies", 0, .65, 0),
    "new_ideas_small": ("new_ideas", 0, .15, 0),
    "new_products": ("companies", 0, .75, .03),
    "new_products_small": ("new_products", 0, .15, 0),
}
# Per kind of fee: the chance that a unit with fee income has it.
FEE_CHANCES = {"fees_companies": 1, "fees_knowledge": 1, "fees_ministries": .22, "fees_regions": .40,
               "fees_municipalities": .60, "fees_other": .50}
# Three quarters of what knowledge institutions pay are fees: this multiplies their share in units with fees.
KNOWLEDGE_FEES = 6
