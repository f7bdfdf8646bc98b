namespace Items;

/// <summary>The part of an item that a client sends.</summary>
/// <param name="Name">The name; not empty.</param>
/// <param name="Category">The category with its parent categories, such as <c>tools/saws</c>, or empty for none.</param>
internal sealed record ItemDraft(string Name, string Category);

/// <summary>An item in the store.</summary>
/// <param name="Id">The number that the store assigned. Numbers start at 1 and are never reused.</param>
/// <param name="Draft">The data that a client sent last.</param>
internal sealed record Item(long Id, ItemDraft Draft)
{
    /// <summary>Returns true if the item is in a category or in one of its subcategories.</summary>
    internal bool IsIn(string category) =>
        Draft.Category.StartsWith(category, StringComparison.Ordinal)
        && (Draft.Category.Length == category.Length || Draft.Category[category.Length] == '/');
}
