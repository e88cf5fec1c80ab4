"""The vendor's systems tell of a batch of customers that they moved to a partner (guide 10.4.1.1)."""

from partner_center.customers import MigrationKept, RecordMigration, record_batch_migration
from partner_center.platform.action import Action, Work


@Action.put(
    "/partners/{partner_id}/batch-migrations/{migration_id}", allow="customers.feed", guide=["10.4.1.1/list_batch_migration_records"]
)
def app(request: RecordMigration, work: Work) -> MigrationKept:
    return record_batch_migration(request, work)
