from collections import Counter
from hypothesis import given, settings, HealthCheck
from hypothesis import strategies as st
from assess import generating
from assess.test_laws import report
C = Counter()
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(generating.targets(), generating.figure_lists, generating.days)
def test_c(t, o, d):
    (a,) = report([t], o, d).assessments
    C[(a.status, a.reason)] += 1
def test_z():
    for k, v in C.most_common(): print(v, k)
