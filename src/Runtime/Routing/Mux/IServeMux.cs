namespace RouteGen;

/// <summary>A handler that is a mux of its own: a class with <see cref="ServeMuxAttribute"/>.</summary>
public interface IServeMux : IHandler
{
    /// <summary>
    /// The mux that serves its requests: where 404 and 405 are set, patterns registered and middleware put in front while the program runs.
    /// The same one at every call. Any thread may ask.
    /// </summary>
    ServeMux Mux { get; }
}
