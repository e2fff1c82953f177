"""Path, solvers and guidance, against what can be worked out by hand."""

import pytest
import torch

from musflow_studio.generation.musflow.guidance import guided
from musflow_studio.generation.musflow.path import drawn_times, on_path
from musflow_studio.generation.musflow.solver import euler, heun, times


def kept(x, t):
    return x


def test_the_path_is_straight():
    x_0, x_1 = torch.randn(4, 3, 7), torch.randn(4, 3, 7)
    point = on_path(x_1, x_0, torch.tensor([0.0, 1.0, 0.5, 0.25]))
    assert torch.equal(point.x_t[0], x_0[0])
    assert torch.equal(point.x_t[1], x_1[1])
    assert torch.allclose(point.x_t[2], (x_0[2] + x_1[2]) / 2)
    ahead = on_path(x_1, x_0, torch.tensor([0.01, 0.99, 0.51, 0.26]))
    slope = (ahead.x_t[3] - point.x_t[3]) / 0.01
    assert torch.allclose(slope, point.velocity[3], atol=1e-4)


def test_times_are_logit_normal():
    drawn = torch.logit(drawn_times(20000, torch.Generator().manual_seed(0), torch.device("cpu")))
    assert abs(float(drawn.mean())) < 0.03
    assert abs(float(drawn.std()) - 1) < 0.03


@pytest.mark.parametrize("bend", [0.5, 1.0, 3.0])
def test_steps_rise_from_the_noise_to_the_data(bend):
    at = times(7, bend)
    assert (at[0], at[-1], len(at)) == (0.0, 1.0, 8)
    assert all(a < b for a, b in zip(at, at[1:], strict=False))


def test_a_straight_velocity_is_walked_exactly_in_one_step():
    x = torch.randn(2, 3, 5)
    there = euler(lambda x, t: torch.full_like(x, 2.0), x, times(1), kept)
    assert torch.allclose(there, x + 2)


def test_a_velocity_of_three_t_squared_integrates_to_one():
    def velocity(x, t):
        return (3 * t**2).view(-1, 1, 1).expand_as(x)

    x = torch.zeros(2, 1, 1)
    by_euler = float(euler(velocity, x, times(64), kept)[0])
    by_heun = float(heun(velocity, x, times(64), kept)[0])
    assert abs(by_euler - 1) < 0.03
    assert abs(by_heun - 1) < 2e-4


def test_guidance_of_one_changes_nothing_and_of_two_goes_as_far_again():
    said, unsaid = torch.tensor([3.0]), torch.tensor([1.0])
    assert float(guided(said, unsaid, 1.0)) == 3.0
    assert float(guided(said, unsaid, 2.0)) == 5.0
