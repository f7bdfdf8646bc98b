namespace RouteGen;

/// <summary>Escapes text for HTML, also inside quoted attributes, with the same escapes as Go.</summary>
internal static class HtmlText
{
    /// <summary>Returns the text with its markup characters escaped.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
