-- Figures of certificates by province start from the people who were asked for one, not from the whole roll. 1: EVIDENCE.certificate.
CREATE INDEX registration_certified ON registration (election_id) WHERE evidence & 1 <> 0;
CREATE INDEX finding_unproven ON finding (election_id) WHERE code = 'place.unproven' AND state IN ('open', 'refused');
