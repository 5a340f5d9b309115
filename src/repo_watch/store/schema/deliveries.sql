-- The file of deliveries, which is not the database: schema 1. Once released, never edited.

-- Whom the settings name, and since when we know of them.
CREATE TABLE recipient (
        edition TEXT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('mail', 'drop')),
        address TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (edition, channel, address)
    ) STRICT, WITHOUT ROWID;

-- 'sending' before, the outcome after: what a killed run left is 'sending'. 'filed' was only
-- written by a trial run, 'waiting' is tried again, 'refused' and 'given_up' are not.
CREATE TABLE delivery (
        edition TEXT NOT NULL,
        first_month TEXT NOT NULL,
        last_month TEXT NOT NULL,
        number INTEGER NOT NULL,
        channel TEXT NOT NULL,
        address TEXT NOT NULL,
        state TEXT NOT NULL CHECK (
            state IN ('sending', 'sent', 'filed', 'waiting', 'refused', 'given_up')),
        attempts INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (edition, first_month, last_month, number, channel, address),
        FOREIGN KEY (edition, channel, address) REFERENCES recipient ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

PRAGMA application_id = 0x5257444C;

PRAGMA user_version = 1;
