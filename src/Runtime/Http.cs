using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>The functions of Go's package <c>net/http</c>, for the default mux, servers, handlers and the default client.</summary>
public static partial class Http
{
    /// <summary>The mux to which <c>[HandleFunc]</c> methods belong by default. Go's name: <c>http.DefaultServeMux</c>.</summary>
    public static ServeMux DefaultServeMux => ServeMux.Default;

    /// <summary>Listens on an address and serves requests until the token is cancelled. Go's name: <c>http.ListenAndServe</c>.</summary>
    /// <param name="addr">The address (<see cref="Server.Addr"/>), such as <c>HOST:PORT</c>, or <c>:PORT</c> for every address.</param>
    /// <param name="handler">The handler. Null means <see cref="DefaultServeMux"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully.</param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><paramref name="addr"/> is not an address.</exception>
    public static Task ListenAndServeAsync(string addr, IHandler? handler = null, CancellationToken cancellationToken = default) =>
        new Server { Addr = addr, Handler = handler }.ListenAndServeAsync(cancellationToken);

    /// <summary>Serves the requests of a listener until the token is cancelled. Go's name: <c>http.Serve</c>.</summary>
    /// <param name="listener">The listener, which must not have been served before. It is disposed when the method returns.</param>
    /// <param name="handler">The handler. Null means <see cref="DefaultServeMux"/>.</param>
    /// <param name="cancellationToken">Shuts the server down gracefully.</param>
    /// <exception cref="ObjectDisposedException">The listener was disposed.</exception>
    public static Task ServeAsync(Listener listener, IHandler? handler = null, CancellationToken cancellationToken = default) =>
        new Server { Handler = handler }.ServeAsync(listener, cancellationToken);

    /// <summary>Registers a handler with <see cref="DefaultServeMux"/>. Go's name: <c>http.Handle</c>.</summary>
    /// <param name="pattern"><c>[METHOD ][HOST]/PATH</c>. A pattern with a trailing slash also matches all paths below it.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler, for error messages.</param>
    /// <param name="line">Filled in by the compiler, for error messages.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">The pattern conflicts with another one, or is registered already.</exception>
    public static void Handle(string pattern, IHandler handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DefaultServeMux.Handle(pattern, handler, file, line);

    /// <summary>Registers a function with <see cref="DefaultServeMux"/>. Go's name: <c>http.HandleFunc</c>.</summary>
    /// <param name="pattern">Same as for <see cref="Handle"/>.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler, for error messages.</param>
    /// <param name="line">Filled in by the compiler, for error messages.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">The pattern conflicts with another one, or is registered already.</exception>
    public static void HandleFunc(
        string pattern, HandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DefaultServeMux.HandleFunc(pattern, handler, file, line);

    /// <summary>Registers an asynchronous function with <see cref="DefaultServeMux"/>.</summary>
    /// <param name="pattern">Same as for <see cref="Handle"/>.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler, for error messages.</param>
    /// <param name="line">Filled in by the compiler, for error messages.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">The pattern conflicts with another one, or is registered already.</exception>
    [OverloadResolutionPriority(2)]
    public static void HandleFunc(
        string pattern, AsyncHandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DefaultServeMux.HandleFunc(pattern, handler, file, line);

    /// <summary>Registers an asynchronous function (<see cref="ValueTask"/>) with <see cref="DefaultServeMux"/>.</summary>
    /// <param name="pattern">Same as for <see cref="Handle"/>.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler, for error messages.</param>
    /// <param name="line">Filled in by the compiler, for error messages.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">The pattern conflicts with another one, or is registered already.</exception>
    [OverloadResolutionPriority(1)]
    public static void HandleFunc(
        string pattern, ValueTaskHandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DefaultServeMux.HandleFunc(pattern, handler, file, line);
}
