// Let go by the process that started it, or orphaned, it writes down what it keeps; before it listens there is nothing to write.
process.once('disconnect', () => process.emit('SIGTERM') || process.exit());
await import('azurite/dist/src/blob/main.js');
