"""The English sentences; what stands in braces is filled in by render/words.py."""

SENTENCES = {
    # Why a status was given.
    "met": "{what}: {fit}.",
    "missed": "{what}: {fit}.",
    "missed-a-year": "{years}: {each} every year is the target.",
    "awaiting": "{by} is over and no figure for it is known yet{latest}.",
    "year-missing": "There is no figure for {missing}, so the period cannot be judged{latest}.",
    "achieved": "{what}: {fit}, first in {first_met}.",
    "rate-ratio": "{what}; {observed} a year since {base}, {required} a year is required "
    "(ratio {ratio}).",
    "rate-ratio-growth": "{what}; {wanted} is the target (ratio {ratio}).",
    "trend-to-target": "{what}; the trend leads to {expected} in {by}, {share} of the required "
    "change.",
    "trend-kept": "{what}; the trend leads to {expected} in {by}.",
    "straight-line": "{what}; the mean change of the last years leads to {expected} in {by}, "
    "{goal} is the target.",
    "each-year": "{years}: every year so far is as the target asks.",
    "pace": "{what} of {goal} after {seen} of {length} years (pace {pace}).",
    "already-exceeded": "{what}: {fit}, before the period is over.",
    "not-started": "The period begins in {first}.",
    "no-figure": "No figure is known yet.",
    "no-year-over": "No figure for {first} or later is known yet.",
    "no-year-over-base": "No figure for {first} or later is known yet; it counts from {base_value} "
    "in {base}.",
    "no-figure-since-base": "No figure for {base} or later is known{latest}.",
    "one-figure": "One figure, no trend: {what}, {fit}.",
    "one-figure-base": "There is no figure to count from: {base} and the years after it have none.",
    "base-not-positive": "A rate of growth needs figures above zero.",
    "method-unavailable": "The method {method} gives no class: {why}.",
    "once-met": " It was met in {first_met} and is no longer.",
    # Their parts.
    "latest": "; the latest is {what}",
    "in": "{value} in {period}",
    "a-year": "{value} a year in {period}",
    "change": "{value} from {base} to {period}",
    "within": "within the target of {wanted}",
    "meets": "the target of {wanted} is met",
    "beyond": "{far} the band of {wanted}, and the target is met",
    "short": "{distance} {far} the target of {wanted}",
    "above": "above",
    "below": "below",
    "at-least": "at least",
    "at-most": "at most",
    "a-year-of": "{wanted} a year",
    "no-change": "no change",
    "each-fell": "fell short,",
    # Notes under the table.
    "note-rival": "{series} {period}: two sources differ{by}: {used} ({used_source}, used), "
    "{other} ({other_source}).",
    "note-rival-by": " by {percent}",
    "note-assumed": "Assumed: {series} {period} = {used}.",
    "note-forecast": "{series} {period}: {used} is a forecast ({used_source}) and is not judged.",
    "note-later": "{count} figures published after {as_of} are left out.",
    "note-later-one": "One figure published after {as_of} is left out.",
    "note-shifted": "{target}: the chosen base year has no figure; {period} is used instead.",
    "note-outlier": "{target}: {period} lies more than two standard deviations off its trend.",
    "note-as-published": "{target}: {period} rests on a rate or share as published.",
    "no-source": "no source given",
}
