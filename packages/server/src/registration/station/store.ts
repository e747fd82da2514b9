/** Stations (登记站) of an election, and whom each serves. */
import { col, copyLine, type RowOf, type Sql } from '../../platform/database/index.ts'

const STATION = {
  id: col.text,
  name: col.text,
  address: col.text,
  /** As people read it: 周一至周日 9:00–18:00. */
  hours: col.text,
  /** The office's public number. */
  phone: col.nullable(col.text),
  /** CGCS2000, decimal degrees. */
  latitude: col.nullable(col.real),
  longitude: col.nullable(col.real),
}

/** What a voter is told of a station. */
export type Station = RowOf<typeof STATION>

const SERVING_STATION = {
  countyCode: col.text,
  serves: col.list(col.text),
  id: col.text,
  name: col.text,
  address: col.text,
  /** As people read it: 周一至周日 9:00–18:00. */
  hours: col.text,
  /** The office's public number. */
  phone: col.nullable(col.text),
  /** CGCS2000, decimal degrees. */
  latitude: col.nullable(col.real),
  longitude: col.nullable(col.real),
}

/** A station with the areas it serves: codes of communities, townships or counties. */
export type ServingStation = RowOf<typeof SERVING_STATION>

const COLUMNS = 's.id, s.name, s.address, s.hours, s.phone, s.latitude, s.longitude'

/** Stations that serve a community (12 digits): its own first, then those of its township and county, each in the office's order. */
export const stationsFor = (sql: Sql, electionId: string, communityCode: string): Promise<Station[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM station s JOIN (
       SELECT station_id, max(length(area_code)) AS closeness, min(ordinal) AS ordinal FROM station_area
       WHERE election_id = $1 AND area_code = ANY($2::text[]) GROUP BY station_id
     ) a ON a.station_id = s.id
     WHERE s.election_id = $1 ORDER BY a.closeness DESC, a.ordinal, s.id`,
    [electionId, [communityCode, communityCode.slice(0, 9), communityCode.slice(0, 6)]],
    STATION,
  )

/** All stations of an election that serve some of `area` (a prefix of area codes), in the office's order. */
export const findStations = (sql: Sql, electionId: string, area: string): Promise<ServingStation[]> =>
  sql.query(
    `SELECT ${COLUMNS}, s.county_code AS "countyCode", array_agg(a.area_code ORDER BY a.area_code) AS serves
     FROM station s JOIN station_area a ON a.election_id = s.election_id AND a.station_id = s.id
     WHERE s.election_id = $1
     GROUP BY s.election_id, s.id
     HAVING bool_or(starts_with(a.area_code, $2) OR starts_with($2, a.area_code))
     ORDER BY min(a.ordinal), s.id`,
    [electionId, area],
    SERVING_STATION,
  )

/** Ids of an election's stations, locked against another replacement until the transaction ends. */
export const lockStations = async (tx: Sql, electionId: string): Promise<string[]> => {
  await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId], { id: col.text })
  return (await tx.query('SELECT id FROM station WHERE election_id = $1', [electionId], { id: col.text })).map(row => row.id)
}

/** Takes the stations `gone` out and puts `stations` in, in this order. */
export const replaceStations = async (
  tx: Sql,
  electionId: string,
  gone: readonly string[],
  stations: readonly ServingStation[],
): Promise<void> => {
  await tx.run('DELETE FROM station_area WHERE election_id = $1 AND station_id = ANY($2::text[])', [electionId, [...gone]])
  await tx.run('DELETE FROM station WHERE election_id = $1 AND id = ANY($2::text[])', [electionId, [...gone]])
  await tx.copyIn(
    'station',
    ['election_id', 'id', 'county_code', 'name', 'address', 'hours', 'phone', 'latitude', 'longitude'],
    stations.map(s => copyLine([electionId, s.id, s.countyCode, s.name, s.address, s.hours, s.phone, s.latitude, s.longitude])),
  )
  await tx.copyIn(
    'station_area',
    ['election_id', 'area_code', 'station_id', 'ordinal'],
    stations.flatMap((s, ordinal) => s.serves.map(area => copyLine([electionId, area, s.id, ordinal]))),
  )
}
