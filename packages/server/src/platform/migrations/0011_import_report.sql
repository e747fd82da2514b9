-- The report of an import is made after its rows are saved. Until then the import keeps what it is made from: its staging tables, and the
-- sealed upload.

ALTER TABLE import ADD COLUMN report_due boolean NOT NULL DEFAULT false;
ALTER TABLE import ADD COLUMN upload text; -- id in the sealed file store; null: the file was read from the command line
