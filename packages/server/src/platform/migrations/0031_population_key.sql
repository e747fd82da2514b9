-- One row a person in an extract: the key itself shows that a person comes twice, when an extract is loaded.
ALTER TABLE population DROP CONSTRAINT population_pkey;
ALTER TABLE population ADD PRIMARY KEY (person_key, extract_id);
