// A mux that was mounted in another one when the program was compiled. The outer table has an entry for each route of the inner mux, which
// calls the route's handler directly, and an entry for all other paths below the mount. The latter passes requests to the inner mux like
// Http.StripPrefix, except that redirects include the path of the mount. If patterns or middleware were added to the inner mux at run time,
// the inner mux gets every request.
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A mux and its mount point. For generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MountedMux
{
    private readonly Func<IServeMux?> _mux;
    private readonly string _member;

    // The mux is cached, because a property may return a different mux each time.
    private ServeMux? _known;

    /// <summary>Creates a mount from the values of <see cref="MountAttribute"/>. The member is not read yet.</summary>
    /// <param name="mux">Reads the member that contains the mux.</param>
    /// <param name="member">Display name of the member, such as <c>Shop.Site.Api</c>.</param>
    /// <param name="host">The host of the mount. Empty means every host.</param>
    /// <param name="path">The path of the mount, without a trailing slash. Empty means the root.</param>
    public MountedMux(Func<IServeMux?> mux, string member, string host, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _mux = mux;
        _member = member;
        Point = new MountPoint(host, path);
    }

    internal MountPoint Point { get; }

    /// <summary>Returns the handler for an entry of the outer table.</summary>
    /// <param name="pattern">The pattern of the entry in the inner mux.</param>
    public IHandler Route(string pattern) => new MountedHandler(this, pattern);

    /// <summary>Returns the handler for paths below the mount that are not routes of the inner mux.</summary>
    public IHandler Rest() => new MountedHandler(this, null);

    /// <summary>Checks that the member is not null, and checks the mounts of its mux.</summary>
    /// <exception cref="InvalidOperationException">A member is null.</exception>
    public void Check() => Read().CheckMounts();

    /// <summary>Returns the inner mux. The first call reads the member.</summary>
    /// <exception cref="InvalidOperationException">The member is null.</exception>
    internal ServeMux Read()
    {
        if (Volatile.Read(ref _known) is { } known) return known;
        var mux = _mux()?.Mux ?? throw new InvalidOperationException(
            $"'{_member}' is null; the mux that is mounted at \"{Point.Host}{Point.Path}/\" must be set before serving starts.");
        return Interlocked.CompareExchange(ref _known, mux, null) ?? mux;
    }
}
