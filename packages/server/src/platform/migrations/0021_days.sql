-- Days that follow what happened, and voters who are not to be written to.

-- When the list was published: the time for objections counts from there. Null: not yet, and every such day is only planned.
ALTER TABLE election ADD COLUMN list_published_on date;
UPDATE election SET list_published_on =
  (SELECT min(v.published_on) FROM roll_version v WHERE v.election_id = election.id AND v.kind = 'list');

-- The voter deleted the contact and wants no messages: nothing is sent, by no other contact either. Then `sealed` holds nothing.
ALTER TABLE voter_contact ADD COLUMN declined boolean NOT NULL DEFAULT false;
