-- Each import command stages and judges in tables of its own (intake_<id>, judgement_<id>): judged in parallel, dropped instead of deleted row
-- by row. `intake` stays as their pattern and holds no rows.
DROP TABLE judgement;
