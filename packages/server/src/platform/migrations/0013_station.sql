-- Where voters register and ask (登记站). Reference tables, like election and district: some hundred rows, read with every answer a voter
-- gets. The phone is an office's, published with its address.

CREATE TABLE station (
  election_id text NOT NULL,
  id          text NOT NULL,          -- county code and a number: 110105-007; stays when the table is sent again
  county_code text NOT NULL,
  name        text NOT NULL,
  address     text NOT NULL,
  hours       text NOT NULL,          -- as people read it: 周一至周日 9:00–18:00
  phone       text,
  latitude    double precision,       -- CGCS2000, decimal degrees; both or neither
  longitude   double precision,
  PRIMARY KEY (election_id, id)
);

-- Whom a station serves: communities, or whole townships or counties. A community may have several stations.
CREATE TABLE station_area (
  election_id text NOT NULL,
  area_code   text NOT NULL COLLATE "C",
  station_id  text NOT NULL,
  ordinal     smallint NOT NULL,      -- of the station in the office's table: the order in which they are shown
  PRIMARY KEY (election_id, area_code, station_id)
);
