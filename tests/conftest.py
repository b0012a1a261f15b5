from hypothesis import settings

settings.register_profile("sekisho", deadline=None)
settings.load_profile("sekisho")
"""A slow machine is not a wrong answer; bounds on time are in the benchmarks."""
