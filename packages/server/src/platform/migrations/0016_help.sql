-- Elections for practice, and what helps people: training videos and frequent questions. All of it reference tables, a few rows each.

-- Made-up people only: marked on every page and sheet, and wiped whole by one command. Set when the election begins, never changed.
ALTER TABLE election ADD COLUMN training boolean NOT NULL DEFAULT false;

-- The bytes lie in the folder `help` beside the store, under the id: they are public, and a sealed file has no middle to begin at.
CREATE TABLE help_video (
  id             uuid PRIMARY KEY,
  title_zh       text NOT NULL,
  title_en       text NOT NULL,       -- '': as in Chinese; so everywhere below
  description_zh text NOT NULL,
  description_en text NOT NULL,
  seconds        integer NOT NULL,
  file           text NOT NULL,       -- name in the folder
  mime           text NOT NULL,       -- video/mp4, video/webm
  bytes          bigint NOT NULL,
  poster         text,                -- name in the folder: the picture before it plays
  position       integer NOT NULL,    -- order in which they are shown
  published      boolean NOT NULL,
  added_at       timestamptz NOT NULL,
  added_by       text NOT NULL
);

CREATE TABLE help_caption (
  video_id uuid NOT NULL REFERENCES help_video (id) ON DELETE CASCADE,
  language text NOT NULL,             -- zh, en
  body     text NOT NULL,             -- WebVTT
  PRIMARY KEY (video_id, language)
);

CREATE TABLE help_question (
  id          uuid PRIMARY KEY,
  section_zh  text NOT NULL,          -- questions of one section stand together
  section_en  text NOT NULL,
  question_zh text NOT NULL,
  question_en text NOT NULL,
  answer_zh   text NOT NULL,          -- Markdown
  answer_en   text NOT NULL,
  position    integer NOT NULL,
  published   boolean NOT NULL,
  changed_at  timestamptz NOT NULL,
  changed_by  text NOT NULL
);
