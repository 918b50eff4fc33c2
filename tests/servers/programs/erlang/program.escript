#!/usr/bin/env escript
%% Erlang's ssl as a server. ../README.md says what is asked and answered.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssl),
    loop().

loop() ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            ["serve", Certificates, Key] = string:split(string:trim(Line), "\t", all),
            answer(catch serve(Certificates, Key)),
            loop()
    end.

answer({ok, Port}) -> io:format("listening\t~p~n", [Port]);
answer(Other) -> io:format("refused\t~s~n", [lists:flatten(string:replace(io_lib:format("~0p", [Other]), "\n", " ", all))]).

%% Listens on a free port until the process ends.
serve(Certificates, Key) ->
    Self = self(),
    spawn(fun() -> listen(Self, Certificates, Key) end),
    receive Answer -> Answer after 10000 -> {error, timeout} end.

listen(Asking, Certificates, Key) ->
    case ssl:listen(0, [{ip, {127, 0, 0, 1}}, {certfile, Certificates}, {keyfile, Key}, {reuseaddr, true}]) of
        {ok, Listener} ->
            {ok, {_, Port}} = ssl:sockname(Listener),
            Asking ! {ok, Port},
            accept(Listener);
        Error -> Asking ! Error
    end.

accept(Listener) ->
    {ok, Transport} = ssl:transport_accept(Listener),
    Handler = spawn(fun() -> receive go -> ssl:handshake(Transport, 5000), timer:sleep(1000) end end),
    ssl:controlling_process(Transport, Handler),
    Handler ! go,
    accept(Listener).
