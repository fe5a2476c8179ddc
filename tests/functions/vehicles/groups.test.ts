import { namesOf, openWithGroups, register } from './scene.ts';

describe('vehicles in groups', () => {
  it('are found by their group and everything above it', async () => {
    const { mia, north, harbour, south } = await openWithGroups();
    await register(mia, 'Company van');
    await register(mia, 'Harbour van', { groupId: harbour });
    await register(mia, 'North van', { groupId: north });
    await register(mia, 'South van', { groupId: south });
    expect(namesOf(await mia.get(`vehicles?groupId=${north}`))).toEqual(['Harbour van', 'North van']);
    expect(namesOf(await mia.get(`vehicles?groupId=${harbour},${south}`))).toEqual(['Harbour van', 'South van']);
    expect(namesOf(await mia.get('vehicles'))).toHaveLength(4);
  });

  it('are all that somebody sees who is limited to them', async () => {
    const { mia, ned, north, harbour, south } = await openWithGroups();
    const [ours, theirs] = [
      await register(mia, 'Ours', { groupId: harbour }),
      await register(mia, 'Theirs', { groupId: south }),
    ];
    const company = await register(mia, 'Company van');
    expect(namesOf(await ned.get('vehicles'))).toEqual(['Ours']);
    expect(namesOf(await ned.get(`vehicles?groupId=${north},${south}`))).toEqual(['Ours']);
    expect((await ned.get(`vehicles/${ours}`)).status).toBe(200);
    for (const id of [theirs, company, 'veh_0']) {
      for (const path of ['', '/history', '/meters', '/value', '/replacement'])
        expect([path, (await ned.get(`vehicles/${id}${path}`)).body.code]).toEqual([path, 'vehicles/not-found']);
      expect((await ned.patch(`vehicles/${id}`, { make: 'Ford' })).status).toBe(404);
      expect((await ned.post(`vehicles/${id}/retire`, { reason: 'Gone' })).status).toBe(404);
      expect((await ned.post(`vehicles/${id}/reinstate`, { reason: 'Back' })).status).toBe(404);
      const reading = { meter: 'odometer', value: 1, at: '2026-03-01T00:00:00Z' };
      expect((await ned.post(`vehicles/${id}/meters`, reading)).status).toBe(404);
    }
    expect((await mia.get(`vehicles/${theirs}`)).body).toMatchObject({ status: 'active', version: 1 });
  });

  it('are put only where somebody may put them', async () => {
    const { mia, ned, north, harbour, south } = await openWithGroups();
    const id = await register(ned, 'Van 7', { groupId: north });
    for (const groupId of [south, null, 'grp_0'])
      expect((await ned.post(`vehicles/${id}/move`, { groupId })).body.code).toBe('groups/unknown');
    expect((await ned.post('vehicles', { name: 'Van 8' })).body.code).toBe('groups/unknown');
    expect((await ned.post('vehicles', { name: 'Van 8', groupId: south })).body.code).toBe('groups/unknown');
    expect((await ned.post(`vehicles/${id}/move`, { groupId: harbour })).body).toMatchObject({ groupId: harbour });
    expect((await mia.post(`vehicles/${id}/move`, { groupId: 'grp_0' })).status).toBe(400);
    expect((await mia.post(`vehicles/${id}/move`, { groupId: null })).body).not.toHaveProperty('groupId');
    expect((await ned.get(`vehicles/${id}`)).status).toBe(404);
  });

  it('warn of a plate only as far as somebody may see', async () => {
    const { mia, ned, north, south } = await openWithGroups();
    await register(mia, 'Theirs', { groupId: south, plate: 'A 1' });
    expect((await ned.post('vehicles', { name: 'Ours', groupId: north, plate: 'A 1' })).body).not.toHaveProperty(
      'warnings',
    );
  });
});
