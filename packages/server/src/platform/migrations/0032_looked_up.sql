-- Whoever is looked up in the register of people without the vote finds it on their own page, beside the other looks.
DROP INDEX audit_looked;
CREATE INDEX audit_looked ON audit (county_code, subject)
  WHERE action IN ('number.revealed', 'case.accepted', 'case.refused', 'case.undone', 'disqualifications.looked-up');
