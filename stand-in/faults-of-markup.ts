// Faults of markup and of reaction, as seen on a running R1 (section 10 of the site's description) and similar ones.
// `source` is a section, or "suite" for a flaw that the suite must notice.

export const MARKUP_FAULTS = [
  // Reacting.
  ['never-hydrates', 'suite', 'Pages are served whole and never react'],
  ['typed-text-lost', '10', 'What is typed before a page reacts is lost, because its forms are made anew'],
  ['typed-text-wiped', 'suite', 'Sign-in fields are emptied half a second after something was typed'],
  ['scriptless-sign-in', '10', 'Without script the sign-in form starts the Spotify sign-in: it carries two action ids'],

  // The page as it is written.
  ['images-refused', '10', 'The logo goes through the image optimizer, which answers 400'],
  ['lists-plain', '10', 'Song rows and breadcrumbs are no lists: boxes without a role'],
  ['parts-unnamed', '5.3, 10', 'Carousels, slides, live cards and icons have no names, and the search is no landmark'],
  ['icon-buttons-unnamed', '5.3', 'Buttons that hold only an icon have no name: refresh, share, clear'],
  ['card-titles-plain', '3.2, 10', 'Titles of cards are no headings'],
  ['heading-order', '5.3', 'Headings skip levels, in the footer and in lists of songs'],
  ['link-wraps-button', '5.3', 'Links hold a button of the same name'],
  ['alert-empty', '9', 'Every page holds an empty alert'],
  ['featured-invented', '3.5', 'What the home page features is invented, and its links lead nowhere'],
  ['calls-inert', '3.5', 'The two buttons at the end of the home page do nothing'],
  ['map-blocked', '9', "The show page's map is blocked by its own header"],
  ['attendance-doubled', '3.8', 'The show page has two buttons "I\'m going"'],
  ['song-links-unnamed', '10', 'The link to a song at Spotify has no name'],
  ['follow-covered', '10', 'A gradient lies over the "Follow" button of an artist'],
  ['sign-in-title-empty', '5.3, 10', 'The sign-in page has an empty title'],
  ['h1-missing', 'suite', 'No page has a heading of level 1'],
  ['h1-twice', 'suite', 'Every page has two headings of level 1'],
  ['lang-missing', 'suite', 'The document names no language'],
  ['layout-shift-late', 'suite', 'Three seconds after it has loaded the page moves down'],
  ['nested-10000', 'suite', 'Pages hold 10,000 elements inside one another'],
  ['activity-invented', '9, 10', 'The setlist page shows invented activity: people and songs that nobody has'],
  ['refetch-storm', 'suite', 'Every page asks for trending thirty times a second'],
  ['page-dialog', 'suite', 'Every page opens a dialog of the browser'],
  ['page-download', 'suite', 'Pages come as a download'],
  ['self-reload', 'suite', 'Every page reloads itself after a second'],
] as const;
