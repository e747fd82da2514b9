-- Wrong sign-ins are counted by name and place, by name, and by place; old counts are found by their age.
CREATE INDEX sign_in_failure_age ON sign_in_failure (last_at);
