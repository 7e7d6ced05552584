#!/usr/bin/env python3
"""Item analysis of responses.json, written apart from the Go code to check it.

    python3 itemstats.py responses.json > expected.json

Sums are exact fractions and covariances come from sums of products, so that
nothing but the last division and square root rounds. Needs the standard library
only. A figure that is undefined is null.
"""

import json
import sys
from fractions import Fraction
from math import sqrt


def cov(x, y):
    """Sample covariance, divided by n - 1; None for fewer than two pairs."""
    n = len(x)
    if n < 2:
        return None
    products = sum(a * b for a, b in zip(x, y))
    return (products - sum(x) * sum(y) / Fraction(n)) / (n - 1)


def mean(values):
    return sum(values) / Fraction(len(values)) if values else None


def number(value):
    return None if value is None else float(value)


def median(values):
    values = sorted(values)
    half = len(values) // 2
    if len(values) % 2:
        return values[half]
    return (values[half - 1] + values[half]) / 2


def analyse(data):
    maximum = {q: Fraction(item["max"]) for q, item in data["items"].items()}
    forms = []
    for attempt in data["attempts"]:
        marks = {q: Fraction(a[0]) if a else Fraction(0) for q, a in attempt.items()}
        forms.append((attempt, marks, sum(marks.values()), sum(maximum[q] for q in attempt)))
    fixed = all(set(form[0]) == set(forms[0][0]) for form in forms)
    seen = {q: [form for form in forms if q in form[0]] for q in data["items"]}

    root = {}
    for q, group in seen.items():
        with_total = cov([marks[q] for _, marks, _, _ in group], [total for _, _, total, _ in group])
        root[q] = sqrt(with_total) if with_total is not None and with_total >= 0 else None
    roots = sum(r for r in root.values() if r is not None)

    items = []
    for q in sorted(seen):
        group = seen[q]
        if not group:
            continue
        x = [marks[q] for _, marks, _, _ in group]
        rest = [total - marks[q] for _, marks, total, _ in group]
        var_x, var_r, xr = cov(x, x), cov(rest, rest), cov(x, rest)
        most = cov(sorted(x), sorted(rest))
        options = []
        for option in sorted(data["items"][q]["options"]):
            chose = [r for (attempt, _, _, _), r in zip(group, rest) if attempt[q] and option in attempt[q][1:]]
            options.append({
                "id": option,
                "offered": len(group),
                "chosen": len(chose),
                "share": float(Fraction(100 * len(chose), len(group))),
                "mean_rest": number(mean(chose)),
            })
        blank = [r for (attempt, _, _, _), r in zip(group, rest) if not attempt[q]]
        items.append({
            "id": q,
            "n": len(group),
            "blanks": len(blank),
            "facility": float(100 * mean(x) / maximum[q]),
            "sd": None if var_x is None else 100 * sqrt(var_x) / float(maximum[q]),
            "discrimination": 100 * float(xr) / sqrt(var_x * var_r) if var_x and var_r else None,
            "efficiency": float(100 * xr / most) if most else None,
            "effective_weight": 100 * root[q] / roots if fixed and roots and root[q] is not None else None,
            "intended_weight": float(100 * maximum[q] * len(group) / sum(out_of for _, _, _, out_of in group)),
            "options": options,
            "blank_mean_rest": number(mean(blank)),
        })

    totals = [total for _, _, total, _ in forms]
    percents = [100 * total / out_of for _, _, total, out_of in forms]
    n, p = len(forms), len(data["items"])
    sd = sqrt(cov(percents, percents)) if n > 1 else None
    cic = ratio = None
    if fixed and n > 2 and p > 1 and cov(totals, totals) != 0:
        parts = sum(cov([form[1][q] for form in forms], [form[1][q] for form in forms]) for q in data["items"])
        alpha = Fraction(p, p - 1) * (1 - parts / cov(totals, totals))
        cic, ratio = float(100 * alpha), 100 * sqrt(1 - alpha)
    lengths = {len(form[0]) for form in forms}
    return {
        "items": items,
        "form": {
            "n": n,
            "items": lengths.pop() if len(lengths) == 1 else 0,
            "fixed": fixed,
            "mean": number(mean(percents)),
            "median": number(median(percents)),
            "sd": sd,
            "cic": cic,
            "error_ratio": ratio,
            "se": None if ratio is None else ratio * sd / 100,
        },
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        # Marks are decimal numbers as written, not the binary ones nearest to them.
        data = json.load(f, parse_float=Fraction)
    json.dump({name: analyse(matrix) for name, matrix in data.items()}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
