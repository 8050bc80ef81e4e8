"""The schema of a whole catalogue as JSON."""

from __future__ import annotations

import json

import jsonschema
import pytest

from netcatalog.paths import bundled
from netcatalog.transfer import lossless
from netcatalog.transfer.lossless_schema import schema, schema_text


def test_the_schema_that_is_shipped_is_that_of_the_declarations():
    shipped = bundled("resources") / "catalogue.schema.json"
    assert shipped.read_text("utf-8") == schema_text(), (
        "write it anew: python -c 'from netcatalog.transfer.lossless_schema import schema_text;"
        ' print(schema_text(), end="")\' > resources/catalogue.schema.json'
    )


@pytest.mark.parametrize("history", [False, True])
def test_what_is_written_keeps_to_it(seeded, tmp_path, history):
    path = tmp_path / "out.json"
    lossless.write(seeded, path, history=history)
    jsonschema.validate(json.loads(path.read_bytes()), schema())


def test_what_is_spoilt_does_not(seeded, tmp_path):
    path = tmp_path / "out.json"
    lossless.write(seeded, path)
    plain = json.loads(path.read_bytes())
    plain["organizations"][0]["classification"] = "ufo"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema())
