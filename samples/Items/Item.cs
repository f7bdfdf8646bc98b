namespace Items;

/// <summary>What a client says of an item.</summary>
/// <param name="Name">Its name, not empty.</param>
/// <param name="Category">Names from the general to the particular, such as <c>tools/saws</c>; empty: none.</param>
internal sealed record ItemDraft(string Name, string Category);

/// <summary>An item in the store.</summary>
/// <param name="Id">Given by the store, from 1 on, never twice.</param>
/// <param name="Draft">What the client said of it last.</param>
internal sealed record Item(long Id, ItemDraft Draft)
{
    /// <summary>Whether it belongs to a category or to one below it.</summary>
    internal bool IsIn(string category) =>
        Draft.Category.StartsWith(category, StringComparison.Ordinal)
        && (Draft.Category.Length == category.Length || Draft.Category[category.Length] == '/');
}
