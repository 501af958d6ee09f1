"""The files of a draft that machines read: what is left out of them where the public reads."""

from dataclasses import replace

import yaml
from move_builders import State, closed_as

from assets.views.data_files import data_files
from assets.views.report import context_of
from sources.framework.scheme_file import load_scheme

ASIDE = "# The leader wants this eased before May.\n"


def test_the_public_reads_the_rules_without_the_comments_of_those_who_wrote_them() -> None:
    plain = closed_as(State())
    written = ASIDE + plain.framework.files["schemes.yaml"] + ASIDE
    files = {**plain.framework.files, "schemes.yaml": written}
    results = replace(plain, framework=replace(plain.framework, files=files))
    (product,) = results.framework.products.values()
    own = product.model_copy(update={"visibility": "internal"})
    public = product.model_copy(update={"visibility": "public"})
    assert data_files(context_of(results, None, own))["schemes.yaml"].decode() == written
    printed = data_files(context_of(results, None, public))["schemes.yaml"].decode()
    assert "#" not in [word[0] for word in printed.split()]
    assert yaml.load(printed, yaml.BaseLoader) == yaml.load(written, yaml.BaseLoader)
    assert load_scheme("s", printed) == load_scheme("s", written)
