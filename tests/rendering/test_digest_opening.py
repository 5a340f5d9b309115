"""What the first lines of an issue say of its themes."""

import pytest
from post_office import make_digest, make_review

from repo_watch.rendering.view import standfirst


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (["a b"], "Its themes include a and b."),
        (["a b", "c"], "Their themes include a, b and c."),
        (["a b", "a b", "a c"], "The themes named most often are a (3 reviews) and b (2)."),
        (["a b", "a c", "a d"], "The theme named most often is a (3 reviews)."),
        # Six themes are named twice: naming one of them would make it more than it is.
        (
            ["n h", "n h", "n h a b c d", "n a b c d"],
            "The themes named most often are n (4 reviews) and h (3).",
        ),
        (["a b c d", "a b c d"], "Their themes include a, b and c."),
    ],
)
def test_a_theme_is_told_as_frequent_where_it_is_more_so_than_the_next(terms, said):
    reviews = tuple(
        make_review(number, terms=tuple(some.split())) for number, some in enumerate(terms, 1)
    )
    assert said in standfirst(make_digest(reviews=reviews))[0]
