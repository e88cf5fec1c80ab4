"""The API describes itself to whoever asks."""

from tests.kit.world import functions


def test_anybody_reads_the_description_of_every_operation(world):
    described = world.call(None, "GET", "/openapi/description").ok()
    assert described["openapi"].startswith("3.1")
    declared = {
        f"/{app.declaration.area}{operation.path}" for app in functions().values() if app.declaration.kind in {"action", "view", "webhook"}
        for operation in app.declaration.trigger.operations
    }  # fmt: skip
    assert set(described["paths"]) == declared
