-- Baseline, part 10: what helps people: training videos and frequent questions. Some rows each.

-- The files are public and stored in the folder `help` beside the store, under the id.
CREATE TABLE help_video (
  id             uuid PRIMARY KEY,
  title_zh       text NOT NULL,
  title_en       text NOT NULL,          -- '': the Chinese text is shown; likewise in the other columns _en
  description_zh text NOT NULL,
  description_en text NOT NULL,
  seconds        integer NOT NULL,
  file           text NOT NULL,          -- name in the folder
  mime           text NOT NULL,          -- video/mp4, video/webm
  bytes          bigint NOT NULL,
  poster         text,                   -- name in the folder: the picture before it plays
  position       integer NOT NULL,       -- order in which they are shown
  published      boolean NOT NULL,
  added_at       timestamptz NOT NULL,
  added_by       text NOT NULL
);

CREATE TABLE help_caption (
  video_id uuid NOT NULL REFERENCES help_video (id) ON DELETE CASCADE,
  language text NOT NULL,                -- zh, en
  body     text NOT NULL,                -- WebVTT
  PRIMARY KEY (video_id, language)
);

CREATE TABLE help_question (
  id          uuid PRIMARY KEY,
  section_zh  text NOT NULL,             -- questions of one section are shown together
  section_en  text NOT NULL,
  question_zh text NOT NULL,
  question_en text NOT NULL,
  answer_zh   text NOT NULL,             -- Markdown
  answer_en   text NOT NULL,
  position    integer NOT NULL,
  published   boolean NOT NULL,
  changed_at  timestamptz NOT NULL,
  changed_by  text NOT NULL
);
