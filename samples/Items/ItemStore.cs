namespace Items;

/// <summary>
/// An in-memory store of items. Handlers run concurrently, so every access takes the lock, and none waits while it holds the lock.
/// </summary>
internal sealed class ItemStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Item> _items = [];
    private long _lastId;

    /// <summary>Returns a copy of all items, sorted by id.</summary>
    internal Item[] List()
    {
        lock (_gate) return [.. _items.Values];
    }

    /// <summary>Returns an item, or null if it does not exist.</summary>
    internal Item? Find(long id)
    {
        lock (_gate) return _items.GetValueOrDefault(id);
    }

    internal Item Add(ItemDraft draft)
    {
        lock (_gate)
        {
            var item = new Item(++_lastId, draft);
            _items.Add(item.Id, item);
            return item;
        }
    }

    /// <summary>Replaces an item. Returns null if it does not exist.</summary>
    internal Item? Replace(long id, ItemDraft draft)
    {
        lock (_gate)
        {
            if (!_items.ContainsKey(id)) return null;
            return _items[id] = new Item(id, draft);
        }
    }

    /// <summary>Removes an item. Returns false if it does not exist.</summary>
    internal bool Remove(long id)
    {
        lock (_gate) return _items.Remove(id);
    }
}
