-- reviews: as works, by the authorities of each; `unnamed` stands for these where none is resolved.
SELECT
    'repo-watch-review-' || id AS key,
    'Case review' AS genre,
    title,
    authorities,
    coalesce(nullif(trim(authority_text), ''),
        iif(anonymous, 'Authority withheld', 'Authority not known')) AS unnamed,
    coalesce(year, '') || '-' || coalesce(month, '') AS issued,
    accession_number AS number,
    coalesce(report_url, listed_at) AS url,
    first_seen_at,
    keywords,
    iif(report_status = 'retired', 'Report no longer online', '') AS note
FROM reviews;

-- publications: as works, by the bodies that published each.
SELECT
    'repo-watch-publication-' || id AS key,
    document_type AS genre,
    title,
    organisations AS authorities,
    'GOV.UK' AS unnamed,
    substr(first_published_at, 1, 10) AS issued,
    '' AS number,
    url,
    first_seen_at,
    '' AS keywords,
    iif(state = 'live', '', state) AS note
FROM publications
