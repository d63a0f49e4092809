// npm run stand-in: the built-in MySetlist alone, until Ctrl-C. Its flags are its own (see stand-in/main.ts).
await import('../stand-in/main.ts');
