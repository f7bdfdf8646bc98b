namespace RouteGen;

/// <summary>Text for HTML, inside and outside quoted attributes. The escapes are those that Go's helpers write.</summary>
internal static class HtmlText
{
    /// <summary>The text with everything escaped that HTML could take for markup.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
