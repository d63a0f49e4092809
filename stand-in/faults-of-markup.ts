// Faults of markup and of hydration: those of a running R1 (section 10 of the site's description) and similar ones.
// `source` is a section, or "suite" for a fault that we added.

export const MARKUP_FAULTS = [
  // Hydration.
  ['never-hydrates', 'suite', 'Pages are never hydrated: clicks do nothing'],
  ['typed-text-lost', '10', 'Input typed before hydration is lost, because the forms are rendered again'],
  ['typed-text-wiped', 'suite', 'Sign-in fields are cleared half a second after typing'],
  ['scriptless-sign-in', '10', 'Without JavaScript the sign-in form starts the Spotify sign-in: it has two action ids'],

  // Markup.
  ['images-refused', '10', 'The logo goes through the image optimizer, which answers 400'],
  ['lists-plain', '10', 'Song rows and breadcrumbs are not lists: elements without a role'],
  [
    'parts-unnamed',
    '5.3, 10',
    'Carousels, slides, live cards and icons have no names, and the search is not a landmark',
  ],
  ['icon-buttons-unnamed', '5.3', 'Icon buttons have no name: refresh, share, clear'],
  ['card-titles-plain', '3.2, 10', 'Titles of cards are not headings'],
  ['heading-order', '5.3', 'Headings skip levels, in the footer and in lists of songs'],
  ['link-wraps-button', '5.3', 'Links contain a button with the same name'],
  ['alert-empty', '9', 'Every page contains an empty alert'],
  ['featured-invented', '3.5', 'The featured content of the home page is invented, and its links are broken'],
  ['calls-inert', '3.5', 'The two buttons at the end of the home page do nothing'],
  ['map-blocked', '9', "The show page's map is blocked by the site's own header"],
  ['attendance-doubled', '3.8', 'The show page has two buttons "I\'m going"'],
  ['song-links-unnamed', '10', 'The link to a song at Spotify has no name'],
  ['follow-covered', '10', 'A gradient covers the "Follow" button of an artist'],
  ['sign-in-title-empty', '5.3, 10', 'The sign-in page has an empty title'],
  ['h1-missing', 'suite', 'No page has a heading of level 1'],
  ['h1-twice', 'suite', 'Every page has two headings of level 1'],
  ['lang-missing', 'suite', 'The document has no lang attribute'],
  ['layout-shift-late', 'suite', 'The page content moves down three seconds after loading'],
  ['nested-10000', 'suite', 'Pages contain 10,000 nested elements'],
  ['activity-invented', '9, 10', 'The setlist page shows invented activity: people and songs that do not exist'],
  ['refetch-storm', 'suite', 'Every page requests trending thirty times a second'],
  ['page-dialog', 'suite', 'Every page opens a browser dialog'],
  ['page-download', 'suite', 'Pages are sent as downloads'],
  ['self-reload', 'suite', 'Every page reloads itself after a second'],
] as const;
