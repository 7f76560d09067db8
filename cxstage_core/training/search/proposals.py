"""The settings that a search tries next, from the trials before: by grid, at random, or by TPE (Optuna).

A proposal depends on the search's settings, its number and the finished trials alone. So a search that
was interrupted goes on as if it had never been.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxstage_core.settings import Value
from cxstage_core.training.settings.space import Parameter, grid

if TYPE_CHECKING:
    import optuna

    from cxstage_core.training.search.trials import Trial

METHODS = ("tpe", "random", "grid")
STARTUP_TRIALS = 8


def propose(
    method: str, chosen: Mapping[str, Parameter], number: int, seed: int, before: Sequence[Trial]
) -> dict[str, Value]:
    """The settings of a trial.

    Args:
        method: one of `METHODS`.
        number: 0-based; of a grid it must be below the grid's size.
        before: finished trials that this one may learn from; lower objectives are better.
    """
    if method == "grid":
        return grid(chosen)[number]
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    own_seed = int(hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF
    sampler: optuna.samplers.BaseSampler = (
        optuna.samplers.RandomSampler(seed=own_seed)
        if method == "random"
        else optuna.samplers.TPESampler(
            seed=own_seed, n_startup_trials=STARTUP_TRIALS, multivariate=False
        )
    )
    study = optuna.create_study(sampler=sampler, direction="minimize")
    space = {name: _distribution(parameter) for name, parameter in chosen.items()}
    for trial in before:
        study.add_trial(_frozen_trial(trial, space))
    asked = study.ask(space)
    return {name: asked.params[name] for name in chosen}


def _distribution(parameter: Parameter) -> optuna.distributions.BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if parameter.low is None or parameter.high is None:
        return CategoricalDistribution(parameter.values)
    return FloatDistribution(parameter.low, parameter.high, log=True)


def _frozen_trial(trial: Trial, space: Mapping[str, Any]) -> optuna.trial.FrozenTrial:
    import optuna

    failed = trial.objective is None
    return optuna.trial.create_trial(
        params=dict(trial.settings),
        distributions=dict(space),
        value=trial.objective,
        state=optuna.trial.TrialState.FAIL if failed else optuna.trial.TrialState.COMPLETE,
    )
