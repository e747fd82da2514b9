-- What people may ask of the trail: who opened my number or decided on my registration, and why. Of all rows of the trail these are few, so
-- the index is small and registering costs it nothing; a statement has to name the same actions to use it.
CREATE INDEX audit_looked ON audit (county_code, subject)
  WHERE action IN ('number.revealed', 'case.accepted', 'case.refused', 'case.undone');

-- How many numbers an officer has opened lately.
CREATE INDEX audit_revealed ON audit ((details ->> 'officer'), at) WHERE action = 'number.revealed';
