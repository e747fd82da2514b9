-- People from elsewhere: since when they live here, and the term of their contract. On election day the dates decide (P83 §9, local rules).

ALTER TABLE intake ADD COLUMN lives_here_since date;
ALTER TABLE intake ADD COLUMN contract_from date;
ALTER TABLE intake ADD COLUMN contract_until date; -- beside a first day null: without an end
ALTER TABLE registration ADD COLUMN lives_here_since date;
ALTER TABLE registration ADD COLUMN contract_from date;
ALTER TABLE registration ADD COLUMN contract_until date;
-- Further bits of `evidence`: 128 residence (in the word of whoever sent the row), 256 student of a university or college.
