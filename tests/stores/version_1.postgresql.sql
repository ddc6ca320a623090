-- The tables of newsspider 0.1.0 in postgresql, as it made them: stores like this are upgraded. Never change this.
CREATE TABLE articles (
    position BIGSERIAL NOT NULL,
    run BIGINT,
    committed_at TIMESTAMP WITH TIME ZONE NOT NULL,
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
    PRIMARY KEY (position),
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
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (outlet, day, url)
);
CREATE TABLE issues (
    outlet TEXT NOT NULL,
    day DATE NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    front TEXT,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (outlet, day)
);
CREATE TABLE lists (
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    completed_in BIGINT NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (url)
);
CREATE TABLE meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (key)
);
CREATE TABLE runs (
    run BIGSERIAL NOT NULL,
    command TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    state TEXT NOT NULL,
    counts JSON NOT NULL,
    PRIMARY KEY (run)
);
CREATE TABLE urls (
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    attempts INTEGER NOT NULL,
    found_in BIGINT,
    first_seen TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen TIMESTAMP WITH TIME ZONE NOT NULL,
    next_try TIMESTAMP WITH TIME ZONE,
    article TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX urls_due ON urls (outlet, state, next_try);
