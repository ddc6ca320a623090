-- The tables of newsspider 0.1.0 in sqlite, as it made them: stores like this are upgraded. Never change this.
CREATE TABLE articles (
    position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run INTEGER,
    committed_at DATETIME NOT NULL,
    id TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    outlet_name TEXT,
    province TEXT,
    section TEXT,
    page_number TEXT,
    headline TEXT NOT NULL,
    kicker TEXT,
    subheadlines JSON NOT NULL,
    original_headline JSON NOT NULL,
    dateline TEXT,
    byline TEXT,
    authors JSON NOT NULL,
    published_at TEXT,
    published_raw TEXT,
    published_precision TEXT,
    published_from TEXT,
    source TEXT,
    body JSON NOT NULL,
    images JSON NOT NULL,
    videos JSON NOT NULL,
    credits JSON NOT NULL,
    keywords JSON NOT NULL,
    language TEXT NOT NULL,
    restorations JSON NOT NULL,
    duplicate_of TEXT,
    revision INTEGER NOT NULL,
    fetched_at TEXT,
    content_sha256 TEXT NOT NULL,
    encoding TEXT NOT NULL,
    extractor TEXT NOT NULL,
    UNIQUE (id, revision)
);
CREATE INDEX articles_outlet ON articles (outlet, published_at);
CREATE TABLE feeds (
    feed TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (feed)
);
CREATE TABLE issue_articles (
    outlet TEXT NOT NULL,
    day DATE NOT NULL,
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    page TEXT NOT NULL,
    title TEXT,
    source TEXT,
    skip TEXT,
    PRIMARY KEY (outlet, day, id)
);
CREATE INDEX issue_articles_id ON issue_articles (id);
CREATE TABLE issue_pages (
    outlet TEXT NOT NULL,
    day DATE NOT NULL,
    url TEXT NOT NULL,
    place INTEGER NOT NULL,
    number TEXT,
    section TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    asked_at DATETIME NOT NULL,
    PRIMARY KEY (outlet, day, url)
);
CREATE TABLE issues (
    outlet TEXT NOT NULL,
    day DATE NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    front TEXT,
    asked_at DATETIME NOT NULL,
    PRIMARY KEY (outlet, day)
);
CREATE TABLE lists (
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    completed_in BIGINT NOT NULL,
    completed_at DATETIME NOT NULL,
    PRIMARY KEY (url)
);
CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE runs (
    run INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL,
    started_at DATETIME NOT NULL,
    finished_at DATETIME,
    state TEXT NOT NULL,
    counts JSON NOT NULL
);
CREATE TABLE urls (
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    attempts INTEGER NOT NULL,
    found_in BIGINT,
    first_seen DATETIME NOT NULL,
    last_seen DATETIME NOT NULL,
    next_try DATETIME,
    article TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX urls_due ON urls (outlet, state, next_try);
