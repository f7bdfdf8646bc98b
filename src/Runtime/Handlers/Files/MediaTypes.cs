namespace RouteGen.Handling;

/// <summary>Media types by file extension: Go's built-in ones, and others that are common on the web.</summary>
internal static class MediaTypes
{
    private const string Html = "text/html; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";
    private const string Jpeg = "image/jpeg";

    /// <summary>Returns the media type for a file name, or null if its extension is unknown.</summary>
    /// <param name="name">The name, with or without a path. The case of its extension does not matter.</param>
    internal static string? Of(string name)
    {
        var dot = name.LastIndexOf('.');
        // No known extension is that long.
        if (dot < 0 || name.Length - dot > 16 || name.IndexOf('/', dot) >= 0) return null;
        return name[(dot + 1)..].ToLowerInvariant() switch
        {
            "avif" => "image/avif",
            "bmp" => "image/bmp",
            "css" => "text/css; charset=utf-8",
            "csv" => "text/csv; charset=utf-8",
            "gif" => "image/gif",
            "gz" => "application/gzip",
            "htm" or "html" => Html,
            "ico" => "image/vnd.microsoft.icon",
            "jpeg" or "jpg" => Jpeg,
            "js" or "mjs" => JavaScript,
            "json" or "map" => "application/json",
            "md" => "text/markdown; charset=utf-8",
            "mp3" => "audio/mpeg",
            "mp4" => "video/mp4",
            "ogg" => "audio/ogg",
            "otf" => "font/otf",
            "pdf" => "application/pdf",
            "png" => "image/png",
            "svg" => "image/svg+xml",
            "ttf" => "font/ttf",
            "txt" => "text/plain; charset=utf-8",
            "wasm" => "application/wasm",
            "wav" => "audio/wav",
            "webm" => "video/webm",
            "webmanifest" => "application/manifest+json",
            "webp" => "image/webp",
            "woff" => "font/woff",
            "woff2" => "font/woff2",
            "xml" => "text/xml; charset=utf-8",
            "zip" => "application/zip",
            _ => null,
        };
    }
}
