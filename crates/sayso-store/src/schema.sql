-- Version 1 of the ledger; docs/ledger-format.md tells what it means.

CREATE TABLE outlet (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
) STRICT;

-- Articles that name no outlet.
INSERT INTO outlet (key, name, folded) VALUES (0, '', '');

CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    outlet INTEGER NOT NULL REFERENCES outlet (key),
    day TEXT NOT NULL,
    url TEXT,
    title TEXT,
    byline TEXT,
    published TEXT,
    language TEXT,
    extractor TEXT NOT NULL,
    model TEXT,
    origin TEXT NOT NULL,
    added INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    text TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE INDEX article_by_outlet ON article (outlet);
CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;

-- Versions whose words are no longer the current ones, whole.
CREATE TABLE past (
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    origin TEXT NOT NULL,
    added INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;

-- Everybody to whom a name belongs; same_as is set by a correction that merges.
CREATE TABLE person (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    same_as INTEGER REFERENCES person (key)
) STRICT;

CREATE INDEX person_by_same ON person (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE person_word (
    word TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (key) ON DELETE CASCADE,
    PRIMARY KEY (word, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_word_by_person ON person_word (person);

CREATE TABLE statement (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    idx INTEGER NOT NULL,
    id TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    corrected INTEGER NOT NULL DEFAULT 0,
    outlet INTEGER NOT NULL REFERENCES outlet (key),
    person INTEGER REFERENCES person (key),
    class TEXT NOT NULL,
    stance TEXT NOT NULL,
    quotation TEXT NOT NULL,
    negated INTEGER NOT NULL,
    day TEXT NOT NULL,
    said TEXT,
    confidence REAL NOT NULL,
    speaker TEXT,
    role TEXT,
    speaks_for TEXT,
    close_to TEXT,
    via TEXT,
    content TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (article, idx)
) STRICT;

CREATE INDEX statement_by_id ON statement (id);
CREATE INDEX statement_by_day ON statement (day, key);
CREATE INDEX statement_by_person ON statement (person, day, key) WHERE person IS NOT NULL;
CREATE INDEX statement_by_class ON statement (class, day, key);
CREATE INDEX statement_by_outlet ON statement (outlet, day, key);
CREATE INDEX statement_by_stance ON statement (stance, day, key);

CREATE TABLE via (
    statement INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    folded TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (statement, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX via_by_name ON via (folded, day, statement);

-- Statements by outlet and class that nobody rejected, kept by the triggers below.
CREATE TABLE tally (
    outlet INTEGER NOT NULL REFERENCES outlet (key),
    class TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (outlet, class)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER statement_counted AFTER INSERT ON statement WHEN new.status < 2 BEGIN
    INSERT INTO tally (outlet, class, n) VALUES (new.outlet, new.class, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER statement_uncounted AFTER DELETE ON statement WHEN old.status < 2 BEGIN
    UPDATE tally SET n = n - 1 WHERE outlet = old.outlet AND class = old.class;
END;
CREATE TRIGGER statement_recounted AFTER UPDATE OF status, outlet, class ON statement BEGIN
    UPDATE tally SET n = n - 1
        WHERE old.status < 2 AND outlet = old.outlet AND class = old.class;
    INSERT INTO tally (outlet, class, n)
        SELECT new.outlet, new.class, 1 WHERE new.status < 2
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- The words of statements, with who says them.
CREATE VIRTUAL TABLE statement_words USING fts5 (
    content, speaker, role,
    content = 'statement', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- Words that are taken out leave the index at once, not when it is next put in order.
INSERT INTO statement_words (statement_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER statement_indexed AFTER INSERT ON statement BEGIN
    INSERT INTO statement_words (rowid, content, speaker, role)
        VALUES (new.key, new.content, new.speaker, new.role);
END;
CREATE TRIGGER statement_unindexed AFTER DELETE ON statement BEGIN
    INSERT INTO statement_words (statement_words, rowid, content, speaker, role)
        VALUES ('delete', old.key, old.content, old.speaker, old.role);
END;
CREATE TRIGGER statement_reindexed AFTER UPDATE OF content, speaker, role ON statement BEGIN
    INSERT INTO statement_words (statement_words, rowid, content, speaker, role)
        VALUES ('delete', old.key, old.content, old.speaker, old.role);
    INSERT INTO statement_words (rowid, content, speaker, role)
        VALUES (new.key, new.content, new.speaker, new.role);
END;

-- The words of articles.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text,
    content = 'article', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO article_words (article_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER article_indexed AFTER INSERT ON article BEGIN
    INSERT INTO article_words (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER article_unindexed AFTER DELETE ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, text)
        VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER article_reindexed AFTER UPDATE OF title, text ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, text)
        VALUES ('delete', old.key, old.title, old.text);
    INSERT INTO article_words (rowid, title, text) VALUES (new.key, new.title, new.text);
END;

-- What people said of the records: superseded by later lines, never changed.
CREATE TABLE correction (
    id TEXT PRIMARY KEY,
    turn INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    article TEXT,
    undoes TEXT,
    line TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX correction_in_turn ON correction (turn, at, id);
CREATE INDEX correction_by_article ON correction (article, turn) WHERE article IS NOT NULL;
CREATE INDEX correction_by_undone ON correction (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX correction_by_kind ON correction (kind, turn);

-- Where each correction of a statement holds now; derived from log and articles.
CREATE TABLE anchored (
    correction TEXT PRIMARY KEY REFERENCES correction (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    statement INTEGER REFERENCES statement (key) ON DELETE SET NULL,
    why TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX anchored_by_statement ON anchored (statement) WHERE statement IS NOT NULL;
CREATE INDEX anchored_by_state ON anchored (state);

-- Where a watch stands.
CREATE TABLE feed (
    address TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    checked INTEGER,
    next_due INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    problem TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_entry (
    feed TEXT NOT NULL,
    entry TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (feed, entry)
) STRICT, WITHOUT ROWID;
