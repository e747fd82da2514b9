-- How a person had a file read: which column is which, and which sheets are left out. Kept so that the report is made from the same reading,
-- and so that a later file with the same columns is read in the same way. Holds no cell of the file: its header only as a digest.

ALTER TABLE import ADD COLUMN reading jsonb;
