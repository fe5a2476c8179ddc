// Let go by the process that started it, or orphaned, it writes down what it keeps; until it listens there is nothing to write.
process.once('disconnect', () => process.emit('SIGTERM') || process.exit());
process.stdout.on('error', () => 'an orphan speaks to nobody, and that must not end it out of order');
await import('azurite/dist/src/blob/main.js');
