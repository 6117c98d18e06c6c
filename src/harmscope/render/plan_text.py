"""A sample plan as text."""

from harmscope.aggregation.samples import Plan


def plan_text(plan: Plan) -> str:
    """A table of the strata, and what the estimate may be expected to do."""
    width = max(len("stratum"), *(len(one.stratum) for one in plan.strata))
    lines = [f"{'stratum':<{width}}  {'weight':>8}  {'rate':>9}  {'draw':>8}"]
    lines += [
        f"{one.stratum:<{width}}  {one.weight:>8.2%}  {one.rate:>9.3%}  {one.size:>8,}"
        for one in plan.strata
    ]
    lines += [
        "",
        f"{plan.size:,} units in all; share expected {plan.expected:.4%}",
        f"standard deviation expected {plan.deviation:.4%}, "
        f"in proportion to the weights {plan.proportional:.4%}",
    ]
    return "\n".join(lines)
