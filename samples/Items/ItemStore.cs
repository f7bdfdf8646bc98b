namespace Items;

/// <summary>
/// The items, in memory. Handlers run on several threads at once, so every access takes the lock; none waits for anything inside it.
/// </summary>
internal sealed class ItemStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Item> _items = [];
    private long _lastId;

    /// <summary>All items as they are now, by id.</summary>
    internal Item[] List()
    {
        lock (_gate) return [.. _items.Values];
    }

    /// <summary>One item; null: there is none.</summary>
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

    /// <summary>Changes an item; null: there is none.</summary>
    internal Item? Replace(long id, ItemDraft draft)
    {
        lock (_gate)
        {
            if (!_items.ContainsKey(id)) return null;
            return _items[id] = new Item(id, draft);
        }
    }

    /// <summary>Removes an item; false: there is none.</summary>
    internal bool Remove(long id)
    {
        lock (_gate) return _items.Remove(id);
    }
}
