-- Wrong sign-ins are counted by name and place, by name, and by place; old counts are found by their age.
CREATE INDEX sign_in_failure_age ON sign_in_failure (last_at);

-- Who made the account, or gave it its last activation code: the id of an account, 'cli' for the command line of the server, 'demo' for
-- accounts of a demo. Two accounts of which one made the other are not two independent officers.
ALTER TABLE staff ADD COLUMN made_by text;
-- Keyed digest of the code with which the owner activates the account and sets a password; null: activated. initial_until is its end.
ALTER TABLE staff ADD COLUMN activation_digest uuid;
