using RouteGen.Routing;

namespace RouteGen.Handling;

/// <summary>Serves one file on disk, regardless of the request's path.</summary>
internal static class OneFile
{
    internal static ValueTask ServeAsync(ResponseWriter w, Request r, string name)
    {
        var path = r.Url.Path;
        if (HasDotDot(path))
        {
            ShortResponses.ContentError(w, "invalid URL path", Status.BadRequest);
            return default;
        }

        // GetFullPath would throw for these names, which a handler may have built from text of its client.
        if (name.Length == 0 || name.Contains('\0'))
        {
            ShortResponses.ContentError(w, FixedResponses.NotFoundText, Status.NotFound);
            return default;
        }

        var full = Path.GetFullPath(name);
        var directory = Path.GetDirectoryName(full);
        // The root directory has no parent.
        return directory is null
            ? FileServer.ServeAsync(w, r, new DirFileSystem(full), "/", path, isByPath: false)
            : FileServer.ServeAsync(w, r, new DirFileSystem(directory), "/" + Path.GetFileName(full), path, isByPath: false);
    }

    private static bool HasDotDot(string path)
    {
        foreach (var segment in path.AsSpan().SplitAny('/', '\\'))
            if (path.AsSpan(segment) is "..") return true;
        return false;
    }
}
