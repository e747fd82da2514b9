-- A device is deactivated: one word for it in code, interface and tables.
ALTER TABLE device RENAME COLUMN cut_off_at TO deactivated_at;
ALTER TABLE device RENAME COLUMN cut_off_by TO deactivated_by;
