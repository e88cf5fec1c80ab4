"""The batches of customers that the vendor moved to the partner (guide 10.4.1.1)."""

from partner_center.customers import BATCH_MIGRATIONS

app = BATCH_MIGRATIONS.get("/batch-migrations", allow="customers.read", guide=["10.4.1.1/list_batch_migration_records"])
