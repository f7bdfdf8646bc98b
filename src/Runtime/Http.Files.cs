using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Responds with seekable content. Supports conditions (<c>If-Match</c>, <c>If-None-Match</c>, <c>If-Modified-Since</c>,
    /// <c>If-Unmodified-Since</c>) and ranges (<c>Range</c>, <c>If-Range</c>; several ranges as <c>multipart/byteranges</c>). Go's name:
    /// <c>http.ServeContent</c>.
    /// </summary>
    /// <remarks>
    /// Conditions use the <c>Etag</c> that the handler has set, with its quotes. A <c>Content-Type</c> that the handler has set is kept.
    /// With a <c>Content-Encoding</c>, no length is declared. Ranges are ignored if there are more than 200, or if they are together larger
    /// than the content.
    /// </remarks>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="name">A name whose extension determines the type. If the extension is unknown, the type is guessed from the content.
    /// The name has no other use.</param>
    /// <param name="modified">Time of the last change. Null, the default value and the Unix epoch mean unknown.</param>
    /// <param name="content">The content, a seekable stream. Its position is changed; it is not disposed.</param>
    /// <param name="cancellationToken">Cancels the response, which is then incomplete; the connection closes.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    public static ValueTask ServeContentAsync(
        ResponseWriter w, Request r, string name, DateTimeOffset? modified, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
            throw new ArgumentException("The content is not seekable. Copy it into a MemoryStream or a file first.", nameof(content));
        return ContentServer.ServeAsync(w, r, name, modified, content, cancellationToken);
    }

    /// <summary>
    /// Responds with a file, or with a directory's <c>index.html</c> or listing. Responds with 404 if the file does not exist, and with 403
    /// if the process has no permission to read it. A request whose path has a segment <c>..</c> gets a 400, because the name may be
    /// derived from the path. Go's name: <c>http.ServeFile</c>.
    /// </summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="name">The path of the file on disk. Do not pass unchecked text of the request; use
    /// <see cref="FileServer(IFileSystem, bool)"/> instead.</param>
    public static ValueTask ServeFileAsync(ResponseWriter w, Request r, string name)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(name);
        return OneFile.ServeAsync(w, r, name);
    }

    /// <summary>
    /// Returns a handler that serves the files of a file system. A directory is served as its <c>index.html</c> or, if it has none, as a
    /// listing of at most 10,000 entries. Paths that end in <c>/index.html</c>, and paths with a missing or superfluous trailing slash, are
    /// redirected. A path with an encoded slash gets a 404. Use <see cref="StripPrefix"/> for files below a path. Go's name:
    /// <c>http.FileServer</c>.
    /// </summary>
    /// <remarks>
    /// If the directory of a <see cref="DirFileSystem"/> does not exist when the handler is created, a warning is written to standard
    /// error. Requests get a 404 until it exists.
    /// </remarks>
    /// <param name="root">The file system.</param>
    /// <param name="listsDirectories">True to list directories without an <c>index.html</c>, false to respond with 404.</param>
    public static IHandler FileServer(IFileSystem root, bool listsDirectories = true)
    {
        ArgumentNullException.ThrowIfNull(root);
        (root as DirFileSystem)?.TellIfMissing();
        return new FileServer(root, listsDirectories);
    }

    /// <summary>Returns a handler that serves the files of a directory, like the other overload.</summary>
    /// <param name="directory">The directory. See <see cref="DirFileSystem"/> for links and dot files.</param>
    /// <param name="listsDirectories">Same as for the other overload.</param>
    public static IHandler FileServer(string directory, bool listsDirectories = true) =>
        FileServer(new DirFileSystem(directory), listsDirectories);
}
